"""Reading of what people give: one verdict for a value, whether it comes from a form, an API call, an import or a file."""
