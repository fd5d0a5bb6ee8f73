"""The rights of each role, written by hand: pages it may open, classes it reads, letters it gets.

One line per URL name; a URL that is missing here fails the test with its name. The roles are not
taken from the code: whoever changes an access changes it in two places, on purpose.
"""

from clayton_review.accounts.roles import Role

ANYBODY = "anybody"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")

Roles = frozenset[str]
SIGNED_IN: Roles = frozenset(Role.values)
PUBLIC: Roles = SIGNED_IN | {ANYBODY}
TEAM: Roles = frozenset({"consultant", "lead"})
LEAD: Roles = frozenset({"lead"})
READERS: Roles = frozenset({"consultant", "lead", "board", "city", "custodian"})

# The classes of documents that each role reads.
CLASSES: dict[str, set[str]] = {
    "lead": {"public", "city_and_board", "team", "restricted"},
    "consultant": {"public", "city_and_board", "team"},
    "board": {"public", "city_and_board"},
    "city": {"public", "city_and_board"},
    "custodian": {"public", "city_and_board"},
    "liaison": {"public"},
}
# Who gets a letter when a report is out in an advance copy, and when it is issued.
SENT_REPORTS: Roles = frozenset({"board"})

MATRIX: dict[str, Roles] = {
    "health": PUBLIC,
    "components": PUBLIC,  # in development only
    "start": SIGNED_IN,
    "search": SIGNED_IN,
    "digests": SIGNED_IN,
    "digests_stop": PUBLIC,
    # Signing in and out
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "sessions": SIGNED_IN,
    "sessions_end": SIGNED_IN,
    "sessions_end_all": SIGNED_IN,
    "account_link": PUBLIC,
    "account_link_sent": PUBLIC,
    "account_link_use": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    # People
    "people:accept": PUBLIC,
    "people:list": LEAD,
    "people:audit": LEAD,
    "people:letters": LEAD,
    "people:invite": LEAD,
    "people:resend": LEAD,
    "people:withdraw": LEAD,
    "people:detail": LEAD,
    "people:deputy": LEAD,
    "people:close_or_reopen": LEAD,
    "people:new_password": LEAD,
    "people:change": LEAD,
    "late:list": LEAD,
    "late:retry_job": LEAD,
    "late:send_letter": LEAD,
    "late:set_aside_letter": LEAD,
    "people:resets": TEAM,
    "people:reset_confirm": TEAM,
    "people:reset_decline": TEAM,
    "people:sessions_end": LEAD,
    "people:sessions_end_all": LEAD,
    # Library
    "documents:public_file": PUBLIC,
    "documents:list": TEAM,
    "documents:several": TEAM,
    "documents:create": TEAM,
    "documents:detail": TEAM,
    "documents:edit": TEAM,
    "documents:withdraw": TEAM,
    "documents:file": TEAM,
    # Requests to the city, deliveries and received files: the team; answers: whoever is asked
    **{
        f"requests:{page}": TEAM
        for page in (
            *("list", "create", "detail", "edit", "withdraw", "note", "status", "decide"),
            *("link", "revoke", "intakes", "intake_create", "intake", "receipt", "receipt_mail"),
            *("undo", "received", "received_file", "received_download", "library_add"),
        )
    },
    **{
        f"requests:{page}": frozenset({"city", "liaison"})
        for page in ("city_list", "answer", "send_files")
    },
    "requests:upload": PUBLIC,  # whoever has the secret
    "requests:upload_receipt": PUBLIC,
    # The contract: the team writes work and expenses, the lead changes what was agreed
    "engagement:overview": TEAM,
    "engagement:log": TEAM,
    "engagement:log_category": TEAM,
    "engagement:receipt": TEAM,
    "engagement:calendar": TEAM,
    "engagement:calendar_file": TEAM,
    **{
        f"engagement:{noun}{act}": TEAM
        for noun in ("expenses", "milestones", "decisions")
        for act in ("", "_create", "_detail", "_edit", "_withdraw")
    },
    "engagement:milestones_move": TEAM,
    "engagement:milestones_reach": TEAM,
    "engagement:decisions_outcome": TEAM,
    **{
        f"engagement:{noun}{act}": TEAM if act in {"", "_detail"} else LEAD
        for noun in ("amendments", "plan", "meetings", "rates", "mileage")
        for act in ("", "_create", "_detail", "_edit", "_withdraw")
    },
    "engagement:contract": TEAM,
    "engagement:contract_detail": TEAM,
    "engagement:contract_create": LEAD,
    "engagement:contract_edit": LEAD,
    # Incidents
    **{
        f"incidents:{act}": TEAM for act in ("list", "create", "detail", "edit", "move", "withdraw")
    },
    **{
        f"incidents:{noun}_{act}": TEAM
        for noun in ("claim", "event", "person", "evidence")
        for act in ("create", "edit", "withdraw")
    },
    "incidents:claim": TEAM,
    "incidents:claim_assess": TEAM,
    "incidents:evidence_state": TEAM,
    "incidents:evidence_file": TEAM,
    # Surveys
    "surveys:protection": PUBLIC,
    "surveys:protection_of": PUBLIC,
    "surveys:landing": PUBLIC,
    "surveys:questions": PUBLIC,
    "surveys:list": TEAM,
    "surveys:create": TEAM,
    "surveys:planner": TEAM,
    "surveys:detail": TEAM,
    "surveys:edit": TEAM,
    "surveys:questionnaire": TEAM,
    "surveys:dispositions": TEAM,
    "surveys:response": TEAM,
    "surveys:results": TEAM,
    "surveys:answers": TEAM,
    "surveys:answers_request": TEAM,
    "surveys:sheets": TEAM,
    "surveys:statement": TEAM,
    "surveys:statement_write": TEAM,
    "surveys:results_publish": LEAD,
    "surveys:population": TEAM,
    "surveys:population_create": TEAM,
    "surveys:target": TEAM,
    "surveys:target_edit": TEAM,
    "surveys:target_withdraw": TEAM,
    "surveys:compare": TEAM,
    "surveys:crosstab": TEAM,
    "surveys:table_groups": LEAD,
    "surveys:weighting": TEAM,
    "surveys:weighting_create": TEAM,
    "surveys:weighting_edit": TEAM,
    "surveys:weighting_withdraw": TEAM,
    "surveys:publish": TEAM,
    "surveys:open": LEAD,
    "surveys:closing": LEAD,
    "surveys:give_up": LEAD,
    # Residents' own stories: anybody tells one, the team reads them
    "findings:story_give_up": LEAD,
    "stories:opening": PUBLIC,
    "stories:story": PUBLIC,
    "stories:talk": PUBLIC,
    # Drafts of reports: the team sends, two people approve, the lead issues and corrects
    **{
        f"reports:{act}": TEAM
        for act in (
            "list",
            "detail",
            "opening",
            "section",
            "refresh",
            "comment",
            "resolve",
            "answer",
            "return",
            "approve",
        )
    },
    "reports:submit": TEAM,
    "reports:issue": LEAD,
    "reports:correct": LEAD,
    # Issued pages and files
    **{
        f"dashboard:{page}": PUBLIC
        for page in ("front", "about", "reports", "report", "file", "figure", "documents")
    },
    "dashboard:brief": PUBLIC,
    "dashboard:check": PUBLIC,
    "dashboard:heads": PUBLIC,
    "dashboard:archive": PUBLIC,
    "dashboard:figure_history": PUBLIC,
    "dashboard:home": READERS,
    "dashboard:advance": TEAM | {"board"},
    # Interviews: the team; names only the lead
    **{
        f"findings:{page}": TEAM
        for page in (
            *("guide_list", "guide_create", "guide_detail", "guide_edit", "guide_version"),
            *("participant_list", "participant_create", "participant_detail"),
            *("participant_edit", "participant_consent", "participant_store_identity"),
            *("interview_list", "interview_create", "interview_targets", "interview_detail"),
            *("interview_edit", "interview_log", "interview_move", "interview_withdraw"),
            *("quote_create", "quote_list", "quote_detail", "quote_confirm"),
            *("code_list", "code_create", "code_detail", "code_edit"),
            *("code_merge", "code_retire", "quote_code", "quote_speaker"),
            *("participant_show_contact", "fieldwork", "question_answers"),
            *(f"contact_{act}" for act in ("today", "list", "create", "edit", "withdraw")),
            *(f"slot_{act}" for act in ("list", "create", "detail", "edit")),
            *(f"slot_{act}" for act in ("book", "move", "withdraw")),
            *(f"activity_{act}" for act in ("list", "create", "detail", "edit")),
            *(f"activity_{act}" for act in ("notes", "quote", "withdraw")),
            *("story_list", "story_detail", "story_move"),
            *("talk_list", "talk_detail", "talk_move"),
        )
    },
    "findings:participant_show_name": LEAD,
    # Findings and recommendations: the team writes and signs, the lead releases
    **{
        f"findings:finding_{act}": TEAM
        for act in (*("list", "create", "detail", "edit", "submit", "return", "sign", "withdraw"),)
    },
    **{f"findings:evidence_{act}": TEAM for act in ("create", "edit", "move", "remove")},
    **{f"findings:finding_{act}": TEAM for act in ("changes", "comment")},
    "findings:comment_resolve": TEAM,
    **{f"findings:goal_{act}": TEAM for act in ("list", "create", "edit", "withdraw")},
    **{f"findings:step_{act}": TEAM for act in ("create", "edit", "withdraw")},
    **{f"findings:recommendation_{act}": TEAM for act in ("assign", "changes", "comment")},
    "findings:recommendation_release": LEAD,
    "findings:progress_respond": frozenset({"city"}),
    "dashboard:results": PUBLIC,
    "dashboard:survey_results": PUBLIC,
    "dashboard:survey_method": PUBLIC,
    "dashboard:question_results": PUBLIC,
    "dashboard:finding_list": PUBLIC,
    "dashboard:finding": PUBLIC,
    "dashboard:recommendations": PUBLIC,
    "dashboard:recommendation": PUBLIC,
    "dashboard:board_recommendations": READERS,
    "dashboard:board_recommendation": READERS,
    "findings:finding_release": LEAD,
    **{
        f"findings:recommendation_{act}": TEAM
        for act in ("list", "create", "detail", "edit", "trace", "progress", "withdraw")
    },
    "findings:recommendation_issue": LEAD,
    "findings:progress_list": frozenset({"city"}),
    "findings:progress_report": frozenset({"city"}),
    # The API
    "api-root": SIGNED_IN,
    "schema": SIGNED_IN,
    "api_docs": SIGNED_IN,
    "incidents-list": TEAM,
    "findings-list": TEAM,
    "findings-detail": TEAM,
    "recommendations-list": TEAM,
    "recommendations-detail": TEAM,
    "incidents-detail": TEAM,
    "reports-list": PUBLIC,
    "reports-detail": PUBLIC,
}
