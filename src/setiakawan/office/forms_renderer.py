"""How every Django form looks: ``FORM_RENDERER = "setiakawan.office.forms_renderer.OfficeFormRenderer"``.

``{{ form }}`` then gives an error summary and our fields: label above, hint before the field, error
below. Widgets stay Django's own; ``office/forms/field.html`` decides what stands around them.
"""

from django.forms.renderers import DjangoTemplates


class OfficeFormRenderer(DjangoTemplates):
    """Django's widgets inside the office's form, field and formset templates."""

    form_template_name = "office/forms/form.html"
    formset_template_name = "office/forms/formset.html"
    field_template_name = "office/forms/field.html"
