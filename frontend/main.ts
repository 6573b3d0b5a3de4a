/** Staff pages: htmx, the kit's islands, the whole stylesheet. */
import "./styles/main.css";
import "./setup-htmx";
import "./islands/combobox";
import "./islands/confirm";
import "./islands/drafts";
import "./islands/file-drop";
import "./islands/inline-edit";
import "./islands/layers";
import "./islands/listing";
import "./islands/menu";
import "./islands/palette";
import "./islands/shortcuts";
import "./islands/small";
import "./islands/toasts";
