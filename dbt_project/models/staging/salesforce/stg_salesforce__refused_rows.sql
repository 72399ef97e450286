{{ refused_objects('salesforce') }}
