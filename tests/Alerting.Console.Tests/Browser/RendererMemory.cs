using System.Globalization;
using Microsoft.Playwright;

namespace Alerting.Console.Tests.Browser;

/// <summary>The memory of the processes in which a browser shows its pages, as the kernel counts it.</summary>
internal static class RendererMemory
{
    /// <summary>
    /// Bytes of the largest: its own, and its share of what it has in common with others. The browser's own garbage is collected before,
    /// which a browser does when it likes; the memory of the program in the page never shrinks.
    /// </summary>
    public static async Task<long> LargestAsync(IBrowser browser, Microsoft.Playwright.IPage page)
    {
        var collecting = await page.Context.NewCDPSessionAsync(page);
        await collecting.SendAsync("HeapProfiler.collectGarbage");
        await collecting.DetachAsync();
        var session = await browser.NewBrowserCDPSessionAsync();
        var answer = (await session.SendAsync("SystemInfo.getProcessInfo"))!.Value;
        await session.DetachAsync();
        return answer.GetProperty("processInfo").EnumerateArray()
            .Where(static process => process.GetProperty("type").GetString() == "renderer")
            .Max(static process => OfProcess(process.GetProperty("id").GetInt32()));
    }

    private static long OfProcess(int id)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/smaps_rollup");
        var line = File.ReadLines(path).Single(static line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return 1_024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
