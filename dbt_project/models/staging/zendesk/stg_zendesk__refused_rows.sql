{{ refused_objects('zendesk') }}
