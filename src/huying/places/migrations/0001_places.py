"""The tree of places."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def compare_paths_by_byte(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """On PostgreSQL, give the path column the collation "C".

    A path is read by ranges and prefixes. Under a language's collation the order of digits
    and capitals is that language's affair and a plain index cannot serve `LIKE 'prefix%'`;
    compared byte by byte it can, and both engines sort the tree alike. SQLite compares by
    byte already and knows no collation called "C", so the column cannot simply declare it.
    """
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            'ALTER TABLE places_place ALTER COLUMN path TYPE varchar(255) COLLATE "C"'
        )


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=255, unique=True)),
                ("depth", models.PositiveIntegerField()),
                ("numchild", models.PositiveIntegerField(default=0)),
                ("code", models.CharField(max_length=32, unique=True, verbose_name="place code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("name_key", models.TextField(editable=False)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("district", "District"),
                            ("street", "Street"),
                            ("community", "Community"),
                            ("grid", "Grid"),
                            ("estate", "Housing estate"),
                            ("building", "Building"),
                            ("household", "Household"),
                        ],
                        max_length=10,
                        verbose_name="place level",
                    ),
                ),
                (
                    "grid_kind",
                    models.CharField(
                        blank=True,
                        choices=[("basic", "Basic grid"), ("dedicated", "Dedicated grid")],
                        max_length=10,
                        verbose_name="grid kind",
                    ),
                ),
                (
                    "estate_kind",
                    models.CharField(
                        blank=True,
                        choices=[("closed", "Closed estate"), ("open", "Open estate")],
                        max_length=10,
                        verbose_name="estate kind",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("address_key", models.TextField(blank=True, editable=False)),
                ("boundary", models.JSONField(blank=True, null=True, verbose_name="boundary")),
                ("min_lng", models.FloatField(editable=False, null=True)),
                ("min_lat", models.FloatField(editable=False, null=True)),
                ("max_lng", models.FloatField(editable=False, null=True)),
                ("max_lat", models.FloatField(editable=False, null=True)),
                ("lng", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                ("lat", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("added_at", models.DateTimeField(verbose_name="added")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="retired")),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="community",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="district",
                    ),
                ),
                (
                    "street",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="street",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "indexes": [
                    models.Index(fields=["depth", "path"], name="places_children_of"),
                    models.Index(fields=["level", "path"], name="places_of_a_level_within"),
                    models.Index(
                        condition=models.Q(("min_lng__isnull", False)),
                        fields=["min_lng", "max_lng", "min_lat", "max_lat"],
                        name="places_around_a_point",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                            models.Q(("name_key", ""), _negated=True),
                        ),
                        name="a_place_has_a_code_and_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("level", "district"),
                                ("community__isnull", True),
                                ("street__isnull", True),
                            ),
                            models.Q(
                                ("district__isnull", False),
                                ("level", "street"),
                                ("community__isnull", True),
                            ),
                            models.Q(
                                ("district__isnull", False),
                                ("level", "community"),
                                ("street__isnull", False),
                            ),
                            models.Q(
                                ("community__isnull", False),
                                ("district__isnull", False),
                                ("level", "grid"),
                                ("street__isnull", False),
                            ),
                            models.Q(
                                ("community__isnull", False),
                                ("district__isnull", False),
                                ("level", "estate"),
                                ("street__isnull", False),
                            ),
                            models.Q(
                                ("community__isnull", False),
                                ("district__isnull", False),
                                ("level", "building"),
                                ("street__isnull", False),
                            ),
                            models.Q(
                                ("community__isnull", False),
                                ("district__isnull", False),
                                ("level", "household"),
                                ("street__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_place_knows_every_level_above_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grid_kind__in", ["basic", "dedicated"]), ("level", "grid")),
                            models.Q(models.Q(("level", "grid"), _negated=True), ("grid_kind", "")),
                            _connector="OR",
                        ),
                        name="a_grid_and_only_a_grid_has_a_grid_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("estate_kind__in", ["closed", "open"]), ("level", "estate")),
                            models.Q(
                                models.Q(("level", "estate"), _negated=True), ("estate_kind", "")
                            ),
                            _connector="OR",
                        ),
                        name="an_estate_and_only_an_estate_has_an_estate_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("boundary__isnull", True),
                                ("max_lat__isnull", True),
                                ("max_lng__isnull", True),
                                ("min_lat__isnull", True),
                                ("min_lng__isnull", True),
                            ),
                            models.Q(
                                ("boundary__isnull", False),
                                ("max_lat__isnull", False),
                                ("max_lng__isnull", False),
                                ("min_lat__isnull", False),
                                ("min_lng__isnull", False),
                                ("max_lat__gte", models.F("min_lat")),
                                ("max_lng__gte", models.F("min_lng")),
                            ),
                            _connector="OR",
                        ),
                        name="a_boundary_comes_with_its_whole_box",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat__isnull", True), ("lng__isnull", True)),
                            models.Q(
                                ("lat__isnull", False),
                                ("lng__isnull", False),
                                ("lat__gte", -90),
                                ("lat__lte", 90),
                                ("lng__gte", -180),
                                ("lng__lte", 180),
                            ),
                            _connector="OR",
                        ),
                        name="a_point_is_whole_and_on_earth",
                    ),
                ],
            },
        ),
        migrations.RunPython(compare_paths_by_byte, migrations.RunPython.noop),
    ]
