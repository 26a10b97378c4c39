"""Everything an administrator can change in a file: the settings (environment, .env) and the site."""
