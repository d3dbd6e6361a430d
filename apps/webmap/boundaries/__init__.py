"""The boundary editor's interface over HTTP; the verbs themselves are in ``apps.areas``."""
