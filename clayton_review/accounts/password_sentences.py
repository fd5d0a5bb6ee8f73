"""Django's rules for passwords, with sentences of ours."""

from django.contrib.auth import password_validation


class NotLikeTheName(password_validation.UserAttributeSimilarityValidator):
    """Refuses a password that is nearly the name or the e-mail address."""

    def get_error_message(self) -> str:
        return "Choose a password that is less like your name or e-mail address."


class LongEnough(password_validation.MinimumLengthValidator):
    """Refuses a short password."""

    def get_error_message(self) -> str:
        return f"Use at least {self.min_length} characters. A sentence works well."
