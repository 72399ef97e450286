{{ refused_objects('typeform') }}
