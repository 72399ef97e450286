{{ refused_objects('qualtrics') }}
