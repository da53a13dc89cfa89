"""One order: seen, moved, its contact opened, its files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huying.kernel.actor import Actor
from huying.kernel.now import now
from huying.orders.actions.attaching import attach
from huying.orders.labels import HAPPENED
from huying.orders.models import Order
from huying.orders.queries import order_by_number, page
from huying.people.roles import Grant
from huying.web.desk.files import PhotosForm, file_response, limits, read_files
from huying.web.desk.filters import filter_form, kept, narrowed
from huying.web.desk.lists import named
from huying.web.desk.making import after, attempt
from huying.web.desk.moves import buttons
from huying.web.desk.nav import framed
from huying.web.desk.page import everything, pictures
from huying.web.desk.reaching import opened_contact, reaching
from huying.web.desk.rows import row_of
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
