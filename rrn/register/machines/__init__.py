"""What the public site gives to machines: sitemap, feeds, open data, API, structured data. The same facts as the pages."""
