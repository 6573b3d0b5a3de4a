/** Client pages, sign-in and refusals: what a person with a phone needs, and nothing for a keyboard all day. */
import "./styles/portal.css";
import "./islands/confirm";
import "./islands/drafts";
import "./islands/file-drop";
import "./islands/small";
import "./islands/toasts";
import "./offline";
