-- Every random choice is a hash of the seed, an id and the name of the choice: the same on any number of threads.
-- hash() of several arguments only xors the last one in, so two choices about one id would mirror each other;
-- hashing once more separates them.
create macro chance(no, n, choice) as
    (hash(hash(getvariable('seed')::bigint, no::bigint, n::bigint, choice)) >> 11)::double / 9007199254740992.0;
create macro normal(no, n, choice) as
    sqrt(-2 * ln(1 - chance(no, n, choice))) * cos(2 * pi() * chance(no, n, choice || ' turn'));
create macro whole(no, n, choice, lowest, highest) as
    (lowest + floor(chance(no, n, choice) * (highest - lowest + 1)))::bigint;
create macro pick(no, n, choice, options) as options[1 + floor(chance(no, n, choice) * len(options))::bigint];

create macro plus_days(day_, days) as (day_ + days::integer)::date;
create macro plus_months(day_, months) as (day_ + to_months(months::integer))::date;
create macro month_start(k) as plus_months(getvariable('first_day'), k);
create macro month_of(day_) as date_trunc('month', day_)::date;
create macro months_from(earlier, later) as (12 * (year(later) - year(earlier)) + month(later) - month(earlier));
create macro workday(day_) as plus_days(day_, case isodow(day_) when 6 then 2 when 7 then 1 else 0 end);
create macro at_hour(day_, hours) as (day_::timestamp + to_seconds(round(hours * 3600)::bigint));

-- Length of a period of service in months: anniversary months when it fits exactly, else covered days of each month.
create macro service_months(first_, last_) as
    case
        when day(plus_days(last_, 1)) = day(first_) then months_from(first_, plus_days(last_, 1))::double
        else months_from(first_, last_) + day(last_) / day(last_day(last_)) - (day(first_) - 1) / day(last_day(first_))
    end;

create macro account_key(no) as printf('ACC-%05d', no::bigint);
create macro contact_key(no, n) as printf('CON-%05d-%d', no::bigint, n::bigint);
-- Every third account is known to the support desk by an id of the desk's own.
create macro support_key(no) as case when no % 3 = 0 then printf('DESK-%05d', no::bigint) end;
create macro user_key(no) as printf('USR-%03d', no::bigint);

-- 99 first words by 23 second words: no two of 2,277 accounts in a row share a name, and later rounds carry a number.
create macro name_place(no) as ((no * 1237 + getvariable('seed') * 7) % (99 * 23))::bigint;
