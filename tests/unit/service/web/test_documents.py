"""A report as a page of its own: its styles and nothing else."""

import base64
import hashlib

from outcomelab.service.web.documents import document


def test_a_document_has_the_styles_it_came_with_and_no_script_form_or_request():
    policy = document("<html><style>p { margin: 0 }</style><p>1</p></html>").headers["Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(b"p { margin: 0 }").digest()).decode()
    assert f"style-src 'sha256-{digest}';" in policy
    assert {"default-src 'none'", "form-action 'none'", "frame-ancestors 'none'", "sandbox"} <= set(
        policy.split("; ")
    )


def test_a_document_without_styles_is_allowed_none():
    assert "style-src 'none'" in document("<p>1</p>").headers["Content-Security-Policy"]
