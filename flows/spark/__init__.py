"""The second engine: the same models built by Spark, for those who outgrow one machine."""
