create table country as
from (values
    ('FI', 'EUR', 'Oy', '.fi', 0.00, 0.38, 'Phone',
        ['Aino', 'Eero', 'Helmi', 'Jari', 'Kaisa', 'Lauri', 'Marja', 'Olli', 'Päivi', 'Tuomas', 'Veera'],
        ['Korhonen', 'Virtanen', 'Mäkinen', 'Nieminen', 'Laine', 'Heikkilä', 'Salonen', 'Rantanen', 'Lehto']),
    ('SE', 'SEK', 'AB', '.se', 0.38, 0.56, 'Video',
        ['Anna', 'Björn', 'Elsa', 'Fredrik', 'Gunilla', 'Henrik', 'Ingrid', 'Lars', 'Maja', 'Nils', 'Sara'],
        ['Andersson', 'Lindberg', 'Nyström', 'Sandberg', 'Eklund', 'Forsberg', 'Holm', 'Wallin', 'Åkesson']),
    ('DE', 'EUR', 'GmbH', '.de', 0.56, 0.70, 'Email',
        ['Anke', 'Bernd', 'Claudia', 'Dieter', 'Eva', 'Florian', 'Greta', 'Jürgen', 'Katrin', 'Stefan', 'Uwe'],
        ['Müller', 'Schneider', 'Fischer', 'Weber', 'Becker', 'Hoffmann', 'Schäfer', 'Koch', 'Richter']),
    ('GB', 'GBP', 'Ltd', '.co.uk', 0.70, 0.80, 'Phone',
        ['Alice', 'Ben', 'Charlotte', 'David', 'Emma', 'George', 'Harriet', 'James', 'Lucy', 'Oliver', 'Sophie'],
        ['Smith', 'Taylor', 'Walker', 'Hughes', 'Edwards', 'Clarke', 'Baker', 'Morris', 'Bennett']),
    ('US', 'USD', 'Inc', '.com', 0.80, 0.88, 'Email',
        ['Ashley', 'Brian', 'Chloe', 'Derek', 'Ethan', 'Grace', 'Hannah', 'Jason', 'Megan', 'Ryan', 'Tyler'],
        ['Johnson', 'Miller', 'Davis', 'Garcia', 'Wilson', 'Anderson', 'Moore', 'Parker', 'Nelson']),
    ('NL', 'EUR', 'B.V.', '.nl', 0.88, 0.93, 'Video',
        ['Anouk', 'Bram', 'Daan', 'Eline', 'Femke', 'Jeroen', 'Lotte', 'Maarten', 'Sanne', 'Thijs', 'Willem'],
        ['de Jong', 'Bakker', 'Visser', 'Smit', 'Meijer', 'Mulder', 'Bos', 'Vos', 'Dekker']),
    ('DK', 'EUR', 'ApS', '.dk', 0.93, 0.97, 'Phone',
        ['Anders', 'Birgit', 'Camilla', 'Emil', 'Freja', 'Jens', 'Karen', 'Mads', 'Rikke', 'Søren', 'Trine'],
        ['Jensen', 'Nielsen', 'Hansen', 'Pedersen', 'Rasmussen', 'Sørensen', 'Møller', 'Holst', 'Bruun']),
    ('EE', 'EUR', 'OÜ', '.ee', 0.97, 1.00, 'Email',
        ['Aivar', 'Eha', 'Jaan', 'Kadri', 'Liis', 'Mart', 'Piret', 'Rein', 'Siim', 'Tiina', 'Urmas'],
        ['Tamm', 'Saar', 'Sepp', 'Mägi', 'Kask', 'Kukk', 'Rebane', 'Ilves', 'Pärn'])
) as rows (country, currency, legal_form, top_domain, chance_from, chance_to, channel, first_names, last_names);

-- units_per_eur: the level around which the demo's rates move; the list price follows it, as price lists do.
create table currency as
from (values ('EUR', 1.0::double), ('SEK', 11.3), ('GBP', 0.86), ('USD', 1.09)) as rows (currency, units_per_eur);

create table product as
from (values
    (1, 'Compass', 29.0::double, 1.00::double, 1.00::double, ['planning', 'reporting']),
    (2, 'Relay', 18.0, 0.65, 0.35, ['connectors', 'monitoring']),
    (3, 'Lighthouse', 24.0, 0.45, 0.25, ['dashboards', 'forecasting'])
) as rows (product_no, product, list_price, share_of_customers, relative_size, modules);

create table name_words as
select
    ['Alder', 'Amber', 'Anchor', 'Arctic', 'Aspen', 'Atlas', 'Aurum', 'Birch', 'Blue', 'Bright', 'Cedar', 'Cinder',
        'Clear', 'Cobalt', 'Copper',
     'Coral', 'Crest', 'Delta', 'Drift', 'Dune', 'East', 'Elm', 'Ember', 'Falcon', 'Fern', 'Fjord', 'Flint', 'Frost',
         'Garnet', 'Glacier', 'Granite',
     'Green', 'Harbour', 'Hazel', 'Heath', 'Heron', 'Hill', 'Iron', 'Island', 'Ivory', 'Jade', 'Juniper', 'Kelp', 'Lake',
         'Larch', 'Linden', 'Lumen',
     'Lynx', 'Maple', 'Marble', 'Meadow', 'Mill', 'Moss', 'North', 'Oak', 'Ocean', 'Onyx', 'Opal', 'Otter', 'Pearl',
         'Pebble', 'Pine', 'Polar',
     'Quarry', 'Quartz', 'Raven', 'Red', 'Reed', 'Ridge', 'River', 'Rowan', 'Sable', 'Saga', 'Salt', 'Sand', 'Sierra',
         'Silver', 'Slate', 'Snow',
     'Solar', 'Spruce', 'Star', 'Stone', 'Storm', 'Summit', 'Swift', 'Tern', 'Thistle', 'Tide', 'Timber', 'Topaz',
         'Valley', 'Vector', 'Verde',
     'West', 'White', 'Willow', 'Wind', 'Winter', 'Wolf', 'Zenith'] as first_words,
    ['Logistics', 'Software', 'Health', 'Foods', 'Energy', 'Retail', 'Media', 'Finance', 'Systems', 'Robotics',
        'Mobility', 'Paper', 'Marine',
     'Pharma', 'Textiles', 'Insurance', 'Consulting', 'Construction', 'Telecom', 'Education', 'Travel', 'Analytics',
         'Machinery'] as second_words,
    ['Logistics', 'Software', 'Healthcare', 'Food', 'Energy', 'Retail', 'Media', 'Financial services', 'Software',
        'Manufacturing', 'Logistics',
     'Manufacturing', 'Logistics', 'Healthcare', 'Retail', 'Financial services', 'Professional services', 'Construction',
         'Telecommunications',
     'Public sector', 'Travel', 'Software', 'Manufacturing'] as industries;

-- The care the company promises, and what else happens between people: one slot every so many days.
create table care_slot as
from (values
    (1, 'A', 'strategic', 'meeting', 'outbound', false, 182, 'management_meeting', 'onsite'),
    (2, 'A', 'tactical', 'meeting', 'outbound', false, 91, 'quarterly_review', 'video'),
    (3, 'A', 'operational', 'meeting', 'outbound', false, 30, 'project_meeting', 'video'),
    (4, 'A', 'strategic', 'development_talk', 'outbound', false, 365, 'development_talk', 'onsite'),
    (5, 'A', 'operational', 'training', 'outbound', false, 270, 'training', 'video'),
    (6, 'A', null, 'email', 'inbound', false, 24, 'question', 'email'),
    (7, 'A', null, 'call', 'inbound', false, 55, 'question', 'phone'),
    (8, 'A', null, 'lunch', 'outbound', false, 190, 'informal', 'onsite'),
    (9, 'A', 'tactical', 'workshop', 'outbound', false, 365, 'workshop', 'onsite'),
    (10, 'B', 'tactical', 'meeting', 'outbound', false, 91, 'quarterly_review', 'video'),
    (11, 'B', 'strategic', 'development_talk', 'outbound', false, 365, 'development_talk', 'video'),
    (12, 'B', null, 'email', 'inbound', false, 60, 'question', 'email'),
    (13, 'B', 'operational', 'training', 'outbound', false, 400, 'training', 'video'),
    (14, 'C', 'tactical', 'call', 'outbound', false, 365, 'yearly_check', 'phone'),
    (15, 'C', null, 'email', 'inbound', false, 200, 'question', 'email'),
    (16, 'P', 'tactical', 'call', 'outbound', false, 120, 'sales_call', 'phone'),
    (17, 'P', null, 'email', 'inbound', false, 300, 'question', 'email'),
    (18, null, null, 'newsletter', 'outbound', true, 91, 'newsletter', 'email'),
    (19, null, null, 'webinar', 'outbound', true, 365, 'webinar', 'webinar')
) as rows (slot_no, care_class, level, activity_type, direction, is_mass, every_days, touchpoint, channel);
