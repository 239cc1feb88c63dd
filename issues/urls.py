"""Public addresses of the app."""

from django.urls import path

from .accounts.views import show_account
from .api.directory import ListAgencies, ListCategories, ListDistricts, ShowSchema
from .api.georeport.catalogue import ListServices, ShowDiscovery, ShowService
from .api.georeport.requests import ListRequests, ShowRequest
from .api.issues import ListIssues, ShowIssue
from .feeds.atom import feed_changes, feed_new
from .feeds.calendar import feed_promises
from .feeds.issue import feed_issue
from .office.sign_in import OfficeSignIn, OfficeSignOut
from .office.views import download_own, send_proposal, show_own_issue, show_own_issues, take_back
from .views.about import show_about, show_health, show_robots
from .views.directory import show_agencies, show_agency, show_category, show_district, show_districts
from .views.export import export_issues, send_dump, show_data
from .views.figures import show_figures
from .views.follow import confirm_following, follow_issue, follow_list, stop_following
from .views.issue import show_issue
from .views.issue_list import show_list
from .views.letter import write_about_issue, write_problem
from .views.map import send_layer, show_map
from .views.photo import send_photo
from .views.poster import show_poster
from .views.preview import preview_issue
from .views.share import show_issue_code
from .views.source import show_source, show_sources
from .views.suggest import suggest
from .views.track import ask_code, track_letter

app_name = "issues"
urlpatterns = [
    path("", show_list, name="list"),
    path("issues/<int:number>/", show_issue, name="issue"),
    path("issues/<int:number>/preview/", preview_issue, name="preview"),
    path("issues/<int:number>/tell/", write_about_issue, name="tell"),
    path("issues/<int:number>/follow/", follow_issue, name="follow_issue"),
    path("issues/<int:number>/feed.atom", feed_issue, name="feed_issue"),
    path("follow/", follow_list, name="follow"),
    path("follow/confirm/<str:token>/", confirm_following, name="follow_confirm"),
    path("follow/stop/<str:token>/", stop_following, name="follow_stop"),
    path("suggest/", suggest, name="suggest"),
    path("report/", write_problem, name="report"),
    path("report/poster/", show_poster, name="poster"),
    path("track/", ask_code, name="track_ask"),
    path("track/<str:code>/", track_letter, name="track"),
    path("photos/<int:number>.jpg", send_photo, name="photo"),
    path("issues/<int:number>/qr.svg", show_issue_code, name="issue_code"),
    path("agencies/", show_agencies, name="agencies"),
    path("agencies/<int:number>/", show_agency, name="agency"),
    path("districts/", show_districts, name="districts"),
    path("districts/<slug:code>/", show_district, name="district"),
    path("categories/<slug:code>/", show_category, name="category"),
    path("sources/", show_sources, name="sources"),
    path("sources/<str:name>/", show_source, name="source"),
    path("map/", show_map, name="map"),
    path("map/layer/", send_layer, name="map_layer"),
    path("figures/", show_figures, name="figures"),
    path("data/", show_data, name="data"),
    path("data/issues.<slug:form>", export_issues, name="export"),
    path("data/dump/<str:name>", send_dump, name="dump"),
    path("feeds/new.atom", feed_new, name="feed_new"),
    path("feeds/changes.atom", feed_changes, name="feed_changes"),
    path("feeds/promises.ics", feed_promises, name="feed_promises"),
    path("api/v1/issues/", ListIssues.as_view(), name="api_issues"),
    path("api/v1/issues/<int:number>/", ShowIssue.as_view(), name="api_issue"),
    path("api/v1/agencies/", ListAgencies.as_view(), name="api_agencies"),
    path("api/v1/districts/", ListDistricts.as_view(), name="api_districts"),
    path("api/v1/categories/", ListCategories.as_view(), name="api_categories"),
    path("api/v1/schema/", ShowSchema.as_view(), name="api_schema"),
    path("open311/discovery.<slug:format>", ShowDiscovery.as_view(), name="open311_discovery"),
    path("open311/v2/services.<slug:format>", ListServices.as_view(), name="open311_services"),
    path("open311/v2/services/<slug:code>.<slug:format>", ShowService.as_view(), name="open311_service"),
    path("open311/v2/requests.<slug:format>", ListRequests.as_view(), name="open311_requests"),
    path("open311/v2/requests/<slug:number>.<slug:format>", ShowRequest.as_view(), name="open311_request"),
    path("office/", show_own_issues, name="office"),
    path("office/login/", OfficeSignIn.as_view(), name="office_login"),
    path("office/logout/", OfficeSignOut.as_view(), name="office_logout"),
    path("office/issues/<int:number>/", show_own_issue, name="office_issue"),
    path("office/issues/<int:number>/<slug:kind>/", send_proposal, name="office_propose"),
    path("office/proposals/<int:number>/take-back/", take_back, name="office_take_back"),
    path("office/attachments/<int:number>/", download_own, name="office_attachment"),
    path("account/", show_account, name="account"),
    path("about/", show_about, name="about"),
    path("robots.txt", show_robots, name="robots"),
    path("healthz", show_health, name="health"),
]
