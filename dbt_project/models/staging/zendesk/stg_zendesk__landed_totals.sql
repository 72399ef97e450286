{{ standing_objects('zendesk', 'organizations', 'system_accounts') }}
union all
{{ standing_objects('zendesk', 'tickets', 'tickets') }}
union all
{{ standing_objects('zendesk', 'satisfaction_ratings', 'surveys') }}
