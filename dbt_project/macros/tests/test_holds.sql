{# Fails with each row for which a condition over its own columns is false; NULL counts as holding. #}
{% test holds(model, condition) %}
select *
from {{ model }}
where not ({{ condition }})
{% endtest %}
