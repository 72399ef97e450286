with frameworks as (
    from (values
        ('swot', 0.9, ['strengths', 'weaknesses', 'opportunities', 'threats']),
        ('pestel', 0.5, ['political', 'economic', 'social', 'technological', 'environmental', 'legal']),
        ('business_model_canvas', 0.3, ['customer_segments', 'value_propositions', 'channels', 'customer_relationships',
            'revenue_streams', 'key_resources', 'key_activities', 'key_partnerships', 'cost_structure']),
        ('other', 0.7, ['strategy', 'goals', 'finances', 'annual_report', 'processes', 'expectations',
            'present_solutions', 'buying_process', 'competitors'])
    ) as rows (framework, share_of_plans, items)
),
items as (
    select *, unnest(items) as item, unnest(range(1, len(items) + 1)) as k
    from plan cross join frameworks
    where chance(no, len(framework), 'analysed') < share_of_plans
)
select printf('NOTE-%05d-%s-%d', no, framework, k) as analysis_id, account_id, framework, item,
    case when chance(no, 100 * len(framework) + k, 'item written') < 0.75 then 'See the notes of the workshop.' end as note,
    greatest(plan_from, plus_days(updated_on, -whole(no, len(framework), 'analysed before', 0, 300))) as written_on
from items
order by no, framework, k
