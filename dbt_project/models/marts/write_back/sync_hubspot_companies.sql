{{ accounts_told_to('hubspot') }}
