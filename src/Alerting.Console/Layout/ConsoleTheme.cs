using MudBlazor;

namespace Alerting.Console.Layout;

/// <summary>Colours and letters of the components; those of the pages stand in <c>console.css</c>.</summary>
internal static class ConsoleTheme
{
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight { Primary = "#0b57d0", Background = "#f6f7f9", AppbarBackground = "#1b2733" },
        PaletteDark = new PaletteDark { Primary = "#a8c7fa", Background = "#11161c", Surface = "#1b222b", AppbarBackground = "#0b1016" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = ["system-ui", "Segoe UI", "Noto Sans", "DejaVu Sans", "sans-serif"] },
        },
    };
}
