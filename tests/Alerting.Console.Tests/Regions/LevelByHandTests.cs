using System.Globalization;
using System.Net;
using Alerting.Console.Access;
using Alerting.Console.Regions;
using Alerting.Console.Shown.Forms;
using Alerting.Regions;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using Xunit;

namespace Alerting.Console.Tests.Regions;

/// <summary>The form in which operators have a region show a level.</summary>
public sealed class LevelByHandTests : BunitContext
{
    private static readonly TimeZoneInfo s_baghdad = TimeZoneInfo.FindSystemTimeZoneById("Asia/Baghdad");

    private static readonly OverrideView s_held = new(
        ThreatLevel.Severe, "Both sides talk.", "Ann", DateTimeOffset.Parse("2026-11-30T09:00:00Z", CultureInfo.InvariantCulture));

    private (HttpStatusCode Status, string Json) _answer = (HttpStatusCode.NotFound, "{}");
    private string _role = "operator";
    private int _changes;

    public LevelByHandTests()
    {
        var clock = new FakeTimeProvider();
        clock.SetLocalTimeZone(s_baghdad);
        var server = new AnsweringHandler(path => path.StartsWith("/api/v1/session", StringComparison.Ordinal)
            ? (HttpStatusCode.OK, $$"""{"id":"k","name":"Ann","kind":"key","roles":["{{_role}}"],"regions":[],"expiresAt":null}""")
            : _answer);
        Services.AddSingleton<TimeProvider>(clock);
        Services.AddSingleton(server.Client);
        Services.AddSingleton<CurrentCaller>();
        Services.AddSingleton<IDialogService, DialogService>();
    }

    [Fact]
    public void What_is_filled_in_is_read_by_the_clocks_of_the_viewer_and_needs_a_reason()
    {
        var reader = new FormReader();
        var form = new LevelOverrideForm(ThreatLevel.Low) { Reason = " ", ExpiresAt = new DateTime(2026, 11, 30, 12, 0, 0) };
        var body = form.ToBody(reader, s_baghdad);
        Assert.Equal(s_held.ExpiresAt, body.ExpiresAt);
        Assert.Equal("$.reason", Assert.Single(reader.Faults).Path);
        Assert.Null(new LevelOverrideForm(ThreatLevel.Low) { Reason = "It is over." }.ToBody(new FormReader(), s_baghdad).ExpiresAt);
    }

    [Fact]
    public void One_that_is_there_is_changed_from_what_it_is()
    {
        var form = new LevelOverrideForm(s_held, s_baghdad);
        Assert.Equal(new DateTime(2026, 11, 30, 12, 0, 0), form.ExpiresAt);
        var body = form.ToBody(new FormReader(), s_baghdad);
        Assert.Equal((s_held.Level, s_held.Reason, s_held.ExpiresAt), (body.Level, body.Reason, body.ExpiresAt));
    }

    [Fact]
    public async Task Whoever_may_not_sees_what_is_in_force_and_no_button()
    {
        _role = "desk";
        var page = await ShowAsync(s_held);
        Assert.Contains("by Ann: Both sides talk.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task A_refusal_is_said_at_its_field()
    {
        _answer = (HttpStatusCode.UnprocessableEntity, Problem("invalid-field", "must be in the future", "$.expiresAt"));
        var page = await ShowAsync(null);
        page.Find("button").Click();
        page.Find("#reason").Input("The governor asks for it.");
        page.Find("form").Submit();
        page.WaitForElement("#expiresAt-fault");
        Assert.Equal("true", page.Find("#expiresAt").GetAttribute("aria-invalid"));
        Assert.Equal(0, _changes);
    }

    [Fact]
    public async Task What_somebody_else_has_set_meanwhile_is_not_replaced()
    {
        _answer = (HttpStatusCode.PreconditionFailed, Problem("precondition-failed", "There is one.", null));
        var page = await ShowAsync(null);
        page.Find("button").Click();
        page.Find("#reason").Input("The governor asks for it.");
        page.Find("form").Submit();
        page.WaitForElement("[role=alert]");
        Assert.Contains("Somebody has set the level meanwhile.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_has_ended_meanwhile_cannot_be_changed_and_the_region_is_looked_at_anew()
    {
        _answer = (HttpStatusCode.NotFound, Problem("not-found", "There is no override of 'IQ-AN'.", null));
        var page = await ShowAsync(s_held);
        page.FindAll("button")[0].Click();
        page.WaitForState(() => _changes == 1);
        Assert.Empty(page.FindAll("form"));
    }

    private async Task<IRenderedComponent<LevelByHand>> ShowAsync(OverrideView? held)
    {
        await Services.GetRequiredService<CurrentCaller>().LoadAsync(Xunit.TestContext.Current.CancellationToken);
        return Render<LevelByHand>(level => level.Add(l => l.Code, "IQ-AN").Add(l => l.Level, ThreatLevel.Low).Add(l => l.Held, held)
            .Add(l => l.OnChanged, () => { _changes++; }));
    }

    private static string Problem(string type, string detail, string? path) =>
        $$"""{"type":"{{type}}","title":"No","status":422,"detail":"{{detail}}","path":{{(path is null ? "null" : $"\"{path}\"")}}}""";
}
