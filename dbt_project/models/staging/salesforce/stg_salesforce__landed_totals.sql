{%- for stream, entity in [
    ('accounts', 'accounts'), ('contacts', 'contacts'), ('users', 'users'), ('opportunities', 'opportunities'),
    ('cases', 'tickets')
] %}
{{ standing_objects('salesforce', stream, entity) }}
union all
{%- endfor %}
{{ standing_streams('salesforce', ['tasks', 'events'], 'activities') }}
