"""App configuration: posts give reach."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "apps.people"
    label = "people"

    def ready(self) -> None:
        from apps.accounts.reach import register_grants, register_person_finder
        from apps.people.reach import person_of, post_grants

        register_person_finder("people", person_of)
        register_grants("posts", post_grants)
