"""The way in: one ASGI application for `streamlit run app.py` and `uvicorn app:app` alike.

The frame stands apart from `pages/` on purpose: with a `pages/` folder beside the main script, Streamlit would run a
page opened by a deep link alone, without the frame around it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from kam_ui.present import broken  # noqa: E402
from kam_ui.web import middleware, routes  # noqa: E402
from kam_ui.web.protection import refuse_unprotected  # noqa: E402
from kam_ui.web.settings import settings  # noqa: E402

refuse_unprotected()
settings()

app = st.App(HERE / "kam_ui" / "frame.py", routes=routes(), middleware=middleware(), on_script_error=broken)
