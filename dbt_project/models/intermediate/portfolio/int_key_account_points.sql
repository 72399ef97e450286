with

on_scale as (
    select
        found.evaluated_on,
        found.customer_id,
        criteria.criterion,
        criteria.version,
        criteria.source,
        criteria.weight,
        criteria.is_size,
        found.value,
        found.rated_on,
        found.rated_by,
        {{ safe_divide('found.value - criteria.lowest', 'criteria.highest - criteria.lowest') }} as place
    from {{ ref('int_key_account_values') }} as found
    inner join {{ ref('key_account_criteria') }} as criteria
        on
            found.criterion = criteria.criterion
            and found.source = criteria.source
            and (criteria.valid_from <= found.evaluated_on or criteria.valid_from is null)
            and (criteria.valid_to > found.evaluated_on or criteria.valid_to is null)
)

-- An amount beyond its scale is worth all or no points; a rating beyond its scale cannot be read and is worth none.
select
    evaluated_on,
    customer_id,
    criterion,
    version,
    source,
    weight,
    is_size,
    value,
    rated_on,
    rated_by,
    case
        when source = 'rated' and (place < 0 or place > 1) then null
        when place < 0 then 0
        when place > 1 then 1
        else place
    end as points
from on_scale
