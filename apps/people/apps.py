"""App configuration: posts give reach, and follow the villages they belong to."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "apps.people"
    label = "people"

    def ready(self) -> None:
        from apps.accounts.reach import register_grants, register_person_finder
        from apps.areas.succession import units_succeeded
        from apps.people.reach import PERSON_TRACE, POSTS_TRACE, person_of, post_grants
        from apps.people.succession import follow_succession

        register_person_finder("people", person_of, trace=PERSON_TRACE)
        register_grants("posts", post_grants, trace=POSTS_TRACE)
        units_succeeded.connect(follow_succession, dispatch_uid="people")
