"""The index by which the words of interviews are found."""

from django.db import migrations
from django.contrib.postgres.indexes import GinIndex

import clayton_review.web.search_text


class Migration(migrations.Migration):
    dependencies = [("findings", "0004_findings"), ("web", "0001_search")]

    operations = [
        migrations.AddIndex(
            model_name="interviewanswer",
            index=GinIndex(clayton_review.web.search_text.SearchWords("text"), name="answer_words"),
        ),
        migrations.AddIndex(
            model_name="excerpt",
            index=GinIndex(clayton_review.web.search_text.SearchWords("text"), name="excerpt_words"),
        ),
    ]
