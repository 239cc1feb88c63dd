"""The agencies' office, mirrors issues/office/."""
