"""The document as XHTML, for print and for the screen, through the shared Jinja2 templates."""
