"""The kinds of cases of the labelled company: each makes accounts and a customer, and says what a person would say."""

from typing import Any

from properties.identities import FORMS, FREE_MAIL, Case, Labelled, core


def own_id(made: Labelled) -> None:
    account = made.account()
    made.customer(account, "usage", system_account_id=account.account_id, name="Production")


def cross_reference(made: Labelled) -> None:
    account = made.account()
    made.customer(account, "support", account_id=account.account_id, name=core(account).split()[0])


def cross_reference_with_the_parents_vat_id(made: Labelled) -> None:
    parent, account = made.account(), made.account()
    made.customer(account, account_id=account.account_id, name=account.account_name, vat_id=parent.vat_id)


def vat_id_written_otherwise(made: Labelled) -> None:
    account = made.account()
    number = str(account.vat_id)
    written = made.random.choice((f"{number[:2]} {number[2:6]} {number[6:]}", number.lower(), number[2:]))
    form = made.random.choice(FORMS[account.country])
    made.customer(account, name=f"{core(account)} {form}", vat_id=written, country=account.country)


def vat_id_without_a_name(made: Labelled) -> None:
    account = made.account()
    made.customer(account, vat_id=account.vat_id)


def business_id_of_the_vat_id(made: Labelled) -> None:
    account = made.account(country="FI")
    digits = str(account.vat_id)[2:]
    made.customer(account, name=core(account).upper(), business_id=f"{digits[:7]}-{digits[7]}", country="FI")


def address_of_a_contact(made: Labelled) -> None:
    account = made.account(domain=None)
    email = f"anna.virtanen@{made.slug(core(account))}.example"
    made.contact(account, email)
    made.customer(account, "survey", email=email.upper())


def mail_of_the_domain(made: Labelled) -> None:
    account = made.account()
    made.customer(account, "support", email=f"help@{account.domain}")


def web_address(made: Labelled) -> None:
    account = made.account()
    made.customer(account, "usage", domain=f"https://www.{account.domain}/login", name=core(account))


def domain_and_a_slip(made: Labelled) -> None:
    account = made.account()
    made.customer(account, email=f"invoices@{account.domain}", name=made.slip(account.account_name))


def telephone_and_a_slip(made: Labelled) -> None:
    account = made.account()
    phone = "0" + str(account.phone).replace(" ", "").removeprefix("+358")
    made.customer(account, phone=phone, name=made.slip(account.account_name), city=account.city)


def other_form_and_city(made: Labelled) -> None:
    account = made.account()
    form = made.random.choice(FORMS[account.country])
    made.customer(
        account, name=f"{core(account).upper()}, {form}", city=str(account.city).upper(), country=account.country
    )


def no_form_and_postal_code(made: Labelled) -> None:
    account = made.account()
    made.customer(account, "support", name=core(account), postal_code=account.postal_code)


def umlaut_spelt_out(made: Labelled) -> None:
    word = made.name()
    account = made.account(f"Müller {word} Söhne GmbH", country="DE")
    written = made.random.choice((f"Mueller {word} Soehne", f"Muller {word} Sohne", f"MÜLLER {word} SÖHNE"))
    made.customer(account, name=f"{written} GmbH", postal_code=account.postal_code, country="DE")


def accents_left_out(made: Labelled) -> None:
    word = made.name()
    account = made.account(f"Hämeen {word} Sähkö Oy", country="FI")
    made.customer(account, name=f"Hameen {word} Sahko Oy", city=account.city, country="FI")


def words_joined(made: Labelled) -> None:
    account = made.account()
    made.customer(account, "usage", name=core(account).replace(" ", "-"), city=account.city)


def ampersand(made: Labelled) -> None:
    first, second = made.name(), made.random.choice(("Sons", "Partners", "Brothers"))
    account = made.account(f"{first} & {second} GmbH", country="DE")
    made.customer(account, name=f"{first} and {second} GmbH", city=account.city, country="DE")


def free_mail_of_a_contact(made: Labelled) -> None:
    account = made.account(bare=True)
    email = f"{made.slug(core(account))}@{made.random.choice(FREE_MAIL)}"
    made.contact(account, email)
    made.customer(account, "survey", email=email, name=core(account))


def free_mail_and_city(made: Labelled) -> None:
    account = made.account(bare=True)
    email = f"{made.slug(core(account))}@{made.random.choice(FREE_MAIL)}"
    made.customer(account, email=email, name=account.account_name, city=account.city, country=account.country)


def subsidiary_of_a_group(made: Labelled) -> None:
    group = made.account(country="FI")
    shared: dict[str, Any] = {"domain": group.domain, "vat_id": group.vat_id, "city": group.city, "country": "FI"}
    subsidiaries = [made.account(f"{core(group)} {line} Oy", **shared) for line in ("Foods", "Retail", "Logistics")]
    account = made.random.choice(subsidiaries)
    made.customer(account, name=account.account_name.upper(), vat_id=group.vat_id, email=f"ap@{group.domain}")


def one_of_two_sites(made: Labelled) -> None:
    here = made.account(country="FI", city="Helsinki", postal_code="00100")
    made.account(
        here.account_name, country="FI", city="Oulu", postal_code="90100", domain=here.domain, vat_id=here.vat_id
    )
    made.customer(here, "support", name=core(here), domain=here.domain, city="HELSINKI", country="FI")


def short_name_and_domain(made: Labelled) -> None:
    account = made.account()
    made.customer(account, "usage", name=core(account).rsplit(" ", 1)[0], domain=account.domain)


def tenant_of_a_shared_office(made: Labelled) -> None:
    shared: dict[str, Any] = {"domain": f"hub{len(made.versions)}.example", "phone": "+358 9 1234567", "country": "FI"}
    account, _, _ = (made.account(**shared) for _ in range(3))
    made.customer(account, domain=shared["domain"], phone=shared["phone"], name=account.account_name)


def account_that_replaced_another(made: Labelled) -> None:
    old = made.account()
    account = made.account(old.account_name, country=old.country, vat_id=old.vat_id)
    made.gone(old)
    made.customer(account, vat_id=old.vat_id, name=old.account_name)


def renamed_company(made: Labelled) -> None:
    """Missed on purpose: a new name under an old VAT id may as well be a subsidiary's."""
    account = made.account()
    made.customer(account, vat_id=account.vat_id, phone=account.phone, domain=account.domain, name=made.name())


def slip_in_the_vat_id(made: Labelled) -> None:
    """Missed on purpose: two VAT ids that differ are two companies until a person has looked."""
    account = made.account()
    number = str(account.vat_id)
    made.customer(
        account, vat_id=number[:-2] + number[-1] + number[-2] + "1", domain=account.domain, name=account.account_name
    )


def country_in_the_name(made: Labelled) -> None:
    """Missed on purpose: a name with a word more may be a subsidiary's."""
    account = made.account(country="FI")
    made.customer(account, domain=account.domain, phone=account.phone, name=f"{core(account)} Finland Oy")


def same_name_elsewhere(made: Labelled) -> None:
    account = made.account(country="FI", city="Oulu", postal_code="90100")
    made.customer(None, name=account.account_name, city="Kuopio", postal_code="70100", country="FI")


def like_name_in_the_city(made: Labelled) -> None:
    word = made.name()
    account = made.account(f"{word} Light Oy", country="FI")
    made.customer(None, name=f"{word} Flight Oy", city=account.city, postal_code=account.postal_code, country="FI")


def like_name_next_door(made: Labelled) -> None:
    word = made.name()
    shared: dict[str, Any] = {"country": "FI", "city": "Turku", "postal_code": "20100"}
    account = made.account(f"{word} Flight Oy", bare=True, **shared)
    made.account(f"{word} Light Oy", bare=True, **shared)
    made.customer(account, name=f"{word} Flight", **shared)


def other_tenant_of_a_shared_office(made: Labelled) -> None:
    shared: dict[str, Any] = {"domain": f"loft{len(made.versions)}.example", "phone": "+358 9 7654321", "country": "FI"}
    made.account(**shared)
    made.account(**shared)
    made.customer(None, domain=shared["domain"], phone=shared["phone"], name=f"{made.name()} Oy")


def subsidiary_that_is_no_account(made: Labelled) -> None:
    group = made.account(country="FI")
    made.account(f"{core(group)} Foods Oy", domain=group.domain, vat_id=group.vat_id, country="FI", city=group.city)
    made.customer(None, name=f"{core(group)} Retail Oy", vat_id=group.vat_id, domain=group.domain, city=group.city)


def free_mail_of_somebody(made: Labelled) -> None:
    account = made.account(bare=True, domain="gmail.com")
    made.contact(account, f"somebody{len(made.versions)}@gmail.com")
    made.customer(None, email=f"else{len(made.versions)}@gmail.com", name=f"{made.name()} Oy", domain="gmail.com")


def bookkeepers_address(made: Labelled) -> None:
    office = made.account(f"{made.name()} Bookkeeping Oy", country="FI")
    made.contact(office, f"invoices@{office.domain}")
    made.customer(None, email=f"invoices@{office.domain}", name=f"{made.name()} Oy", country="FI")


def sister_in_another_country(made: Labelled) -> None:
    account = made.account(country="FI")
    made.customer(None, name=f"{core(account)} AB", domain=account.domain, country="SE", city="Stockholm")


def listed_parent(made: Labelled) -> None:
    account = made.account(country="FI")
    made.customer(None, name=f"{core(account)} Oyj", city=account.city, postal_code=account.postal_code, country="FI")


def shared_domain_without_a_name(made: Labelled) -> None:
    account = made.account(country="FI")
    made.account(domain=account.domain)
    made.customer(None, "support", email=f"it@{account.domain}")


def placeholders(made: Labelled) -> None:
    nothing: dict[str, Any] = {"vat_id": "N/A", "business_id": "0000000-0", "phone": "000"}
    made.account(bare=True, **nothing)
    made.customer(None, name=f"{made.name()} Oy", **nothing)


def dead_cross_reference(made: Labelled) -> None:
    made.customer(None, account_id=f"OLD-{len(made.versions)}", name=f"{made.name()} Oy")


def namesakes_in_one_city(made: Labelled) -> None:
    account = made.account(country="DE", city="Berlin", postal_code="10115")
    made.account(account.account_name, country="DE", city="Berlin", postal_code="10115")
    made.customer(None, name=account.account_name, city="Berlin", country="DE")


def namesake_with_a_vat_id_of_its_own(made: Labelled) -> None:
    account = made.account(country="DE", city="Berlin", postal_code="10115")
    made.customer(
        None, name=account.account_name, city="Berlin", country="DE", vat_id="DE99" + str(account.vat_id)[4:][::-1]
    )


def east_and_west(made: Labelled) -> None:
    word = made.name()
    account = made.account(f"{word} West Oy", country="FI")
    made.customer(None, name=f"{word} East Oy", domain=account.domain, phone=account.phone, country="FI")


def house_numbers(made: Labelled) -> None:
    word = made.name()
    account = made.account(f"{word} {len(made.versions)} Oy", country="FI")
    made.customer(
        None, name=f"{word} {len(made.versions) + 9} Oy", city=account.city, domain=account.domain, country="FI"
    )


def person_at_two_accounts(made: Labelled) -> None:
    email = f"adviser{len(made.versions)}@adviser.example"
    for account in (made.account(), made.account()):
        made.contact(account, email)
    made.customer(None, "survey", email=email)


def stranger(made: Labelled) -> None:
    made.customer(
        None, name=f"{made.name()} Oy", vat_id=f"FI9{len(made.versions):07d}", domain=f"new{len(made.versions)}.fi"
    )


def like_name_in_a_shared_office(made: Labelled) -> None:
    """Got wrong on purpose: a slip of the pen and another company look the same when the telephone is shared."""
    word = made.name()
    account = made.account(f"{word} Light Oy", country="FI")
    made.customer(None, name=f"{word} Flight Oy", phone=account.phone, city=account.city, country="FI")


THE_SAME: dict[Case, int] = {
    own_id: 12,
    cross_reference: 15,
    cross_reference_with_the_parents_vat_id: 8,
    vat_id_written_otherwise: 25,
    vat_id_without_a_name: 10,
    business_id_of_the_vat_id: 20,
    address_of_a_contact: 15,
    mail_of_the_domain: 20,
    web_address: 20,
    domain_and_a_slip: 30,
    telephone_and_a_slip: 30,
    other_form_and_city: 30,
    no_form_and_postal_code: 20,
    umlaut_spelt_out: 15,
    accents_left_out: 15,
    words_joined: 15,
    ampersand: 12,
    free_mail_of_a_contact: 15,
    free_mail_and_city: 15,
    subsidiary_of_a_group: 20,
    one_of_two_sites: 10,
    short_name_and_domain: 12,
    tenant_of_a_shared_office: 12,
    account_that_replaced_another: 10,
    like_name_next_door: 10,
    renamed_company: 6,
    slip_in_the_vat_id: 4,
    country_in_the_name: 6,
}
DIFFERENT: dict[Case, int] = {
    same_name_elsewhere: 10,
    like_name_in_the_city: 12,
    other_tenant_of_a_shared_office: 12,
    subsidiary_that_is_no_account: 12,
    free_mail_of_somebody: 10,
    bookkeepers_address: 12,
    sister_in_another_country: 12,
    listed_parent: 10,
    shared_domain_without_a_name: 10,
    placeholders: 8,
    dead_cross_reference: 8,
    namesakes_in_one_city: 8,
    namesake_with_a_vat_id_of_its_own: 8,
    east_and_west: 10,
    house_numbers: 10,
    person_at_two_accounts: 8,
    stranger: 15,
    like_name_in_a_shared_office: 2,
}
