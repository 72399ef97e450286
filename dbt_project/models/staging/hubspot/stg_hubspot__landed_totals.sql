{%- for stream, entity in [
    ('companies', 'accounts'), ('contacts', 'contacts'), ('owners', 'users'), ('deals', 'opportunities'),
    ('tickets', 'tickets')
] %}
{{ standing_objects('hubspot', stream, entity) }}
union all
{%- endfor %}
{{ standing_streams('hubspot', ['calls', 'emails', 'meetings', 'notes', 'tasks'], 'activities') }}
