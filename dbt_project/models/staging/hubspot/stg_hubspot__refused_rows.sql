{{ refused_objects('hubspot') }}
