"""A unit's pages put together: a list, and one order with what the work needs."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.orders.actions.attaching import shown_files
from huying.orders.labels import STATES
from huying.orders.models import Order
from huying.orders.policy import lead_handler
from huying.orders.promises import pledges
from huying.orders.queries import page, timeline
from huying.orders.sheet import names_in
from huying.orgs.models import Organisation
from huying.web.desk.composing import addresses
from huying.web.desk.files import PhotosForm
from huying.web.desk.page import Asked, asked, joined, pictures
from huying.web.desk.reaching import reaching
from huying.web.desk.rows import clock_of, row_of
from huying.web.desk.staff import StaffRequest
from huying.web.desk.telling import ahead, happened
from huying.web.partner.lists import as_unit, tab_items, tab_named
from huying.web.ui.shapes import Fact
