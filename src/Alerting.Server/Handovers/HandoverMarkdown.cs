using System.Text;
using Alerting.Handovers;

namespace Alerting.Server.Handovers;

/// <summary>A handover as Markdown (CommonMark), for the log of a shift.</summary>
internal static class HandoverMarkdown
{
    public const string ContentType = "text/markdown";

    private const string Special = "\\`*_[]<>#|~&!";

    public static string Write(Handover handover)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escape(HandoverSections.TitleOf(handover))).Append('\n');
        foreach (var section in HandoverSections.Of(handover))
        {
            text.Append("\n## ").Append(Escape(section.Title)).Append("\n\n");
            if (section.Items.Count == 0)
            {
                text.Append(Escape(section.Nothing)).Append('\n');
            }

            foreach (var item in section.Items)
            {
                text.Append("- ");
                if (item.Mark is not null)
                {
                    text.Append("**").Append(Escape(item.Mark)).Append("** ");
                }

                text.Append(Escape(item.Text));
                if (item.AlertId is { } id)
                {
                    text.Append(" ([").Append(Escape(id)).Append("](/alerts/").Append(Uri.EscapeDataString(id)).Append("))");
                }

                text.Append('\n');
                foreach (var detail in item.Details)
                {
                    text.Append("  - ").Append(Escape(detail)).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    /// <summary>On one line, with nothing in it that means something in Markdown.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (Special.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
