using System.Text;
using System.Xml;

namespace Alerting.Notifications.Cap;

/// <summary>Names of places may hold any character of JSON; XML 1.0 has no way to write some of them (2.2).</summary>
internal static class XmlCharacters
{
    /// <summary>The text without the characters that XML cannot hold.</summary>
    public static string Of(string text)
    {
        var first = FirstForbidden(text);
        if (first < 0)
        {
            return text;
        }

        var kept = new StringBuilder(text, 0, first, text.Length);
        foreach (var rune in text.AsSpan(first).EnumerateRunes())
        {
            // What is no whole character is enumerated as the replacement character.
            if (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))
            {
                kept.Append(rune);
            }
        }

        return kept.ToString();
    }

    private static int FirstForbidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
