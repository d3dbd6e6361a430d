"""Readings of issues that few may read are logged by themselves, not as their household's."""

from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("accounts", "0004_access_log_person"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accesslog",
            name="action",
            field=models.CharField(
                choices=[
                    ("read_household", "Xem hộ"),
                    ("read_person", "Xem trang một người"),
                    ("read_issue", "Xem việc an ninh, trật tự"),
                    ("export", "Xuất dữ liệu"),
                    ("print", "In bản đồ"),
                    ("png", "Lưu bản đồ thành ảnh"),
                    ("folium", "Lưu bản đồ xem không cần mạng"),
                ],
                max_length=30,
            ),
        ),
    ]
