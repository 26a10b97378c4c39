"""Every address of the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from service.web import acts, doors, views

handler404 = "service.web.views.missing"
urlpatterns = [
    path("", views.night),
    path("queue", views.queue),
    path("find", views.find),
    path("new", views.new),
    path("new/do", acts.new),
    path("case/<str:reference>", views.case),
    path("case/<str:reference>/edit", views.edit),
    path("case/<str:reference>/do", acts.case),
    path("case/<str:reference>/ark.pdf", views.sheets),
    path("case/<str:reference>/fax/<int:number>.png", views.fax_page),
    path("case/<str:reference>/source/<int:number>.png", views.source_page),
    path("arrival/<int:pk>", views.arrival),
    path("arrival/<int:pk>/do", acts.arrival),
    path("arrival/<int:pk>/<int:number>.png", views.arrival_page),
    path("report/<int:pk>/do", acts.report),
    path("bells", views.ringing),
    path("language/<str:code>", views.language),
    path("healthz", views.healthz),
    path("login", doors.Door.as_view()),
    path("logout", LogoutView.as_view(next_page="/login")),
]
