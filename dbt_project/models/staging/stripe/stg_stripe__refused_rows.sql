{{ refused_objects('stripe') }}
