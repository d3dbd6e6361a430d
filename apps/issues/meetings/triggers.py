"""What the database itself keeps of meetings: what was signed stays, and who may be written of."""

from apps.issues.kinds import WORDLESS

_KINDS = ", ".join(f"'{kind}'" for kind in sorted(WORDLESS))

# What belongs to a meeting's minutes. The lock makes signing wait for it, and it for signing.
SIGNED_ROW = """
    PERFORM 1 FROM issues_cellmeeting AS meeting WHERE MEETING FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM issues_cellmeeting AS meeting
        WHERE meeting.state = 'signed' AND (MEETING)
    ) THEN
        RAISE EXCEPTION 'nothing changes in minutes that were signed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_signed';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
OF_MEETING = SIGNED_ROW.replace("MEETING", "meeting.id IN (OLD.meeting_id, NEW.meeting_id)")
OF_ITEM = SIGNED_ROW.replace(
    "MEETING",
    "meeting.id IN (SELECT item.meeting_id FROM issues_meetingitem AS item"
    " WHERE item.id IN (OLD.item_id, NEW.item_id))",
)
SIGNED_MEETING = """
    RAISE EXCEPTION 'nothing changes in minutes that were signed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_signed';
"""
# What an item or a task says of an issue of a kind without free words has none either.
WORDLESS_ITEM = """
    IF (NEW.title <> '' OR NEW.conclusion <> '') AND EXISTS (
        SELECT 1 FROM issues_issue AS issue
        WHERE issue.kind IN (KINDS) AND (
            issue.id = NEW.issue_id
            OR issue.id = (
                SELECT task.issue_id FROM issues_followtask AS task WHERE task.id = NEW.task_id
            )
        )
    ) THEN
        RAISE EXCEPTION 'nothing is written in free words about this kind of issue'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_item_wordless';
    END IF;
    RETURN NEW;
""".replace("KINDS", _KINDS)
WORDLESS_TASK = """
    IF NEW.result_text <> '' AND EXISTS (
        SELECT 1 FROM issues_issue AS issue
        WHERE issue.id = NEW.issue_id AND issue.kind IN (KINDS)
    ) THEN
        RAISE EXCEPTION 'nothing is written in free words about this kind of issue'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'follow_task_wordless';
    END IF;
    RETURN NEW;
""".replace("KINDS", _KINDS)
