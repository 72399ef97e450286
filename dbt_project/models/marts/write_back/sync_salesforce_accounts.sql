{{ accounts_told_to('salesforce') }}
