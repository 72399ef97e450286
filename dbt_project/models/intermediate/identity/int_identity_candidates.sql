with

compared as (
    select
        pairs.*,
        likenesses.name_similarity,
        case
            when likenesses.name_similarity is null then 'unknown'
            when (pairs.shares_name or likenesses.name_similarity = 1) and not pairs.differs_in_legal_form then 'same'
            when pairs.shares_name or likenesses.name_similarity = 1 then 'other_form'
            when not likenesses.has_same_numbers then 'different'
            when
                likenesses.name_similarity >= settings.name_similarity
                and likenesses.word_similarity >= settings.word_similarity
                then case when pairs.differs_in_legal_form then 'other_form' else 'close' end
            when likenesses.is_shortened then 'shortened'
            when likenesses.is_extended then 'extended'
            else 'different'
        end as name_fit,
        pairs.differs_in_vat_id or pairs.differs_in_business_id or pairs.differs_in_country as is_contradicted,
        pairs.shares_phone or pairs.shares_contact_domain or pairs.shares_free_mail as shares_contact,
        pairs.shares_city or pairs.shares_postal_code as shares_place
    from {{ ref('int_identity_pairs') }} as pairs
    left join {{ ref('int_identity_likenesses') }} as likenesses
        on
            pairs.system_name = likenesses.system_name
            and pairs.account_name = likenesses.account_name
    cross join {{ ref('int_identity_settings') }} as settings
),

-- The first method that fits is the pair's; further facts only tell accounts apart that fit equally well.
judged as (
    select
        *,
        case
            when shares_same_id then 'same_id'
            when shares_cross_reference then 'cross_reference'
            when shares_vat_id and name_fit not in ('extended', 'different') then 'vat_id'
            when shares_business_id and not differs_in_vat_id and name_fit not in ('extended', 'different')
                then 'business_id'
            when shares_email and not is_contradicted and name_fit in ('same', 'close', 'shortened', 'unknown')
                then 'email'
            when shares_contact and not is_contradicted and name_fit = 'same' and not shares_domain
                then 'name_and_contact'
            when shares_domain and not is_contradicted and name_fit in ('same', 'close', 'shortened', 'unknown')
                then 'domain'
            when shares_contact and not is_contradicted and name_fit = 'close' then 'close_name_and_contact'
            when shares_place and not is_contradicted and name_fit = 'same' then 'name_and_place'
            when shares_vat_id or shares_business_id or shares_email or shares_domain or shares_free_mail
                then 'one_fact'
            when shares_place and name_fit in ('same', 'close', 'other_form') then 'close_name_and_place'
            when (shares_phone or shares_contact_domain) and name_fit <> 'different' then 'one_fact'
            when name_fit = 'same' then 'name_only'
        end as method,
        case name_fit
            when 'same' then 5
            when 'close' then 4
            when 'other_form' then 3
            when 'shortened' then 2
            when 'extended' then 1
            else 0
        end as name_rank,
        {% for fact in ['cross_reference', 'vat_id', 'business_id', 'email', 'domain', 'contact_domain', 'free_mail',
            'phone'] %}
        {{- ' + ' if not loop.first }}case when shares_{{ fact }} then 1 else 0 end
        {%- endfor %} as strong_facts,
        case when shares_city then 1 else 0 end + case when shares_postal_code then 1 else 0 end as weak_facts
    from compared
)

select
    judged.system,
    judged.system_account_id,
    judged.account_id,
    judged.method,
    judged.name_fit,
    methods.confidence,
    judged.shares_cross_reference,
    judged.shares_vat_id,
    judged.shares_business_id,
    judged.shares_email,
    judged.shares_domain,
    100 * judged.name_rank + 10 * judged.strong_facts + judged.weak_facts as further_facts,
    'Agree: ' || {{ facts_in_words([
        ('judged.shares_same_id', 'the id'),
        ('judged.shares_cross_reference', 'the cross-reference'),
        ('judged.shares_vat_id', 'the VAT id'),
        ('judged.shares_business_id', 'the business id'),
        ('judged.shares_email', 'an e-mail address'),
        ('judged.shares_domain', 'the domain'),
        ('judged.shares_contact_domain', 'the mail domain of a contact'),
        ('judged.shares_free_mail', 'a free-mail address'),
        ('judged.shares_phone', 'the telephone number'),
        ("judged.name_fit = 'same'", 'the name'),
        ('judged.shares_city', 'the city'),
        ('judged.shares_postal_code', 'the postal code'),
    ]) }} || '.' as agreeing,
    {{ facts_in_words([
        ("judged.name_fit = 'close'", 'the name by a slip of the pen'),
        ("judged.name_fit = 'shortened'", 'the name, which is shorter'),
        ("judged.name_fit = 'extended'", 'the name, which has more words'),
        ("judged.name_fit = 'different'", 'the name'),
        ('judged.differs_in_legal_form', 'the legal form'),
        ('judged.differs_in_vat_id', 'the VAT id'),
        ('judged.differs_in_business_id', 'the business id'),
        ('judged.differs_in_country', 'the country'),
    ]) }} as differing,
    judged.is_account_deleted
from judged
inner join {{ ref('identity_methods') }} as methods
    on judged.method = methods.method
cross join {{ ref('int_identity_settings') }} as settings
where methods.confidence >= settings.review_confidence
