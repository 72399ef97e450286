{{ refused_objects('delighted') }}
