{{ refused_objects('chargebee') }}
