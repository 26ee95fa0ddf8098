using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Alerting.Handovers;

namespace Alerting.Server.Handovers;

/// <summary>A handover as a page to print, which uses nothing but itself.</summary>
internal static class HandoverHtml
{
    public const string ContentType = "text/html";

    private const string Style =
        "body{font:11pt/1.45 system-ui,sans-serif;margin:2rem auto;max-width:48rem;padding:0 1rem;color:#111;background:#fff}"
        + "h1{font-size:1.5em}h2{font-size:1.15em;border-bottom:1px solid #767676;margin-top:1.6em}"
        + "ul{padding-left:1.2rem}li{margin:.35em 0;break-inside:avoid}li ul{color:#333;margin:.1em 0}"
        + "b{text-transform:uppercase;font-size:.85em;border:1px solid;border-radius:3px;padding:0 .3em}"
        + "a{color:#0b4fa8}@media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}}";

    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Write(Handover handover)
    {
        var title = s_encoder.Encode(HandoverSections.TitleOf(handover));
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<title>").Append(title).Append("</title><style>").Append(Style).Append("</style></head>\n<body><main>\n")
            .Append("<h1>").Append(title).Append("</h1>\n");
        foreach (var section in HandoverSections.Of(handover))
        {
            Write(page, section);
        }

        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Write(StringBuilder page, HandoverSection section)
    {
        page.Append("<section><h2>").Append(s_encoder.Encode(section.Title)).Append("</h2>\n");
        if (section.Items.Count == 0)
        {
            page.Append("<p>").Append(s_encoder.Encode(section.Nothing)).Append("</p></section>\n");
            return;
        }

        page.Append("<ul>\n");
        foreach (var item in section.Items)
        {
            page.Append("<li>");
            if (item.Mark is not null)
            {
                page.Append("<b>").Append(s_encoder.Encode(item.Mark)).Append("</b> ");
            }

            page.Append(s_encoder.Encode(item.Text));
            if (item.AlertId is { } id)
            {
                page.Append(" (<a href=\"/alerts/").Append(Uri.EscapeDataString(id)).Append("\">").Append(s_encoder.Encode(id)).Append("</a>)");
            }

            page.Append("<ul>");
            foreach (var detail in item.Details)
            {
                page.Append("<li>").Append(s_encoder.Encode(detail)).Append("</li>");
            }

            page.Append("</ul></li>\n");
        }

        page.Append("</ul></section>\n");
    }
}
