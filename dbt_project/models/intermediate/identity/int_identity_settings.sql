select
    cast(max(case when name = 'identity_link_confidence' then value end) as {{ type_rate() }}) as link_confidence,
    cast(max(case when name = 'identity_review_confidence' then value end) as {{ type_rate() }}) as review_confidence,
    cast(max(case when name = 'identity_margin' then value end) as {{ type_rate() }}) as margin,
    cast(max(case when name = 'identity_name_similarity' then value end) as {{ type_double() }}) as name_similarity,
    cast(max(case when name = 'identity_word_similarity' then value end) as {{ type_double() }}) as word_similarity,
    cast(max(case when name = 'identity_name_prefix' then value end) as int) as name_prefix,
    cast(max(case when name = 'identity_shared_by_most' then value end) as int) as shared_by_most,
    cast(max(case when name = 'identity_shortest_number' then value end) as int) as shortest_number,
    cast(max(case when name = 'identity_phone_digits' then value end) as int) as phone_digits,
    cast(max(case when name = 'identity_reviewed_candidates' then value end) as int) as reviewed_candidates
from {{ ref('settings') }}
