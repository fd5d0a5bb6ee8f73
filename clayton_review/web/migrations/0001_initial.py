"""The function by which search reads a text: without accents, glue marks as spaces, as words."""

from django.db import migrations

# Marks that PostgreSQL's parser would take for parts of words become spaces; accents (which NFKD
# sets apart) go. Only built-in functions, so that indexes may be built on it.
FUNCTION = r"""
CREATE FUNCTION search_words(body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT to_tsvector('simple'::regconfig, translate(
    normalize(left(body, 100000), NFKD),
    E'-/_.@:,;’''#&=?%%~+\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030A\u030B\u030C\u0327\u0328',
    '                 '))
$$
"""


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.RunSQL(FUNCTION.replace("%%", "%"), "DROP FUNCTION search_words(text)"),
    ]
