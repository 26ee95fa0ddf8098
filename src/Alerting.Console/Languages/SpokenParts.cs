using System.Globalization;
using Alerting.Console.Shown;
using Alerting.Regions;
using Microsoft.AspNetCore.Components;

namespace Alerting.Console.Languages;

/// <summary>Texts with elements in them, and such elements.</summary>
internal static class SpokenParts
{
    /// <summary>A text with something at <c>{0}</c> and so on.</summary>
    /// <param name="parts">Fragments, or what is written as text.</param>
    public static RenderFragment Of(string text, IReadOnlyList<object?> parts) => builder =>
    {
        var (at, place) = (0, 0);
        while (text.IndexOf('{', at) is >= 0 and var open)
        {
            var close = text.IndexOf('}', open);
            builder.AddContent(place++, text[at..open]);
            var part = parts[int.Parse(text[(open + 1)..close], CultureInfo.InvariantCulture)];
            if (part is RenderFragment fragment)
            {
                builder.AddContent(place++, fragment);
            }
            else if (part is not null)
            {
                builder.AddContent(place++, Isolated(Convert.ToString(part, Spoken.Culture)!));
            }

            at = close + 1;
        }

        builder.AddContent(place, text[at..]);
    };

    /// <summary>An instant, or what is said where there is none.</summary>
    public static RenderFragment At(DateTimeOffset? at) => builder =>
    {
        builder.OpenComponent<Instant>(0);
        builder.AddComponentParameter(1, nameof(Instant.At), at);
        builder.CloseComponent();
    };

    /// <summary>A level.</summary>
    public static RenderFragment Level(ThreatLevel level) => builder =>
    {
        builder.OpenComponent<LevelMark>(0);
        builder.AddComponentParameter(1, nameof(LevelMark.Level), level);
        builder.CloseComponent();
    };

    /// <summary>A link.</summary>
    public static RenderFragment Link(string address, string text, string? @class = null) => Element("a", text, @class, address);

    /// <summary>A name that is told apart from the words about it.</summary>
    public static RenderFragment Bold(string text) => Element("b", text);

    /// <summary>Something to be typed or copied as it stands.</summary>
    public static RenderFragment Code(string text, string? @class = null) => Element("code", text, @class);

    /// <summary>What was written by somebody, whatever the language.</summary>
    private static RenderFragment Isolated(string text) =>
        Spoken.Language.IsRightToLeft ? Element("bdi", text) : builder => builder.AddContent(0, text);

    private static RenderFragment Element(string name, string text, string? @class = null, string? address = null) => builder =>
    {
        builder.OpenElement(0, name);
        builder.AddAttribute(1, "class", @class);
        builder.AddAttribute(2, "href", address);
        builder.AddAttribute(3, "dir", Spoken.Language.IsRightToLeft && name != "bdi" ? "auto" : null);
        builder.AddContent(4, text);
        builder.CloseElement();
    };
}
