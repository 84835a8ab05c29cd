"""The article at the desk."""

from django.contrib import admin

from articles.models import Article


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    search_fields = ["headline", "slugline"]
