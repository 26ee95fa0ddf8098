using System.Net;
using Alerting.Client;
using Alerting.Console.Access;
using Alerting.Console.OnCall;
using Alerting.OnCall;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static Alerting.Console.Tests.OnCall.OnCallSamples;

namespace Alerting.Console.Tests.OnCall;

/// <summary>The form of a schedule as it is rendered.</summary>
public sealed class ScheduleEditorTests : BunitContext
{
    private (HttpStatusCode Status, string Json) _answer = (HttpStatusCode.PreconditionFailed, Problem("precondition-failed", null));
    private Tagged<ScheduleView>? _saved;
    private int _reloads;

    public ScheduleEditorTests()
    {
        var clock = new FakeTimeProvider(At("2026-11-01T00:00:00Z"));
        clock.SetLocalTimeZone(Berlin);
        var server = new AnsweringHandler(path => path.StartsWith("/api/v1/contacts", StringComparison.Ordinal)
            ? (HttpStatusCode.OK, """{"items":[],"next":null}""")
            : _answer);
        Services.AddSingleton<TimeProvider>(clock);
        Services.AddSingleton(server.Client);
        Services.AddSingleton<CurrentCaller>();
    }

    [Fact]
    public void Layers_are_added_moved_and_removed_and_overrides_that_are_over_are_kept_unseen()
    {
        var form = ScheduleForm.Of(Schedule(), Berlin);
        var page = Show(form);
        Assert.Empty(page.FindAll("#overrides-0-contact"));
        Press(page, "Add a layer");
        Assert.Equal(3, form.Layers.Count);
        Assert.NotNull(page.Find("#layers-2-shift"));
        Press(page, "Move up layer 2");
        Assert.Equal(["chief"], form.Layers[0].Contacts);
        Press(page, "Remove layer 3");
        Press(page, "Remove layer 1");
        Assert.Equal(["ann", "bob"], Assert.Single(form.Layers).Contacts);
        Assert.True(Button(page, "Remove layer 1").HasAttribute("disabled"));
        Assert.Single(form.Overrides);
    }

    [Fact]
    public void What_the_server_finds_wrong_is_said_at_its_field_until_that_is_edited()
    {
        _answer = (HttpStatusCode.UnprocessableEntity, Problem("invalid-field", "$.layers[1].between"));
        var page = Show(ScheduleForm.Of(Schedule(), Berlin));
        page.Find("form").Submit();
        page.WaitForElement("#layers-1-between-fault");
        Assert.Equal("true", page.Find("#layers-1-between").GetAttribute("aria-invalid"));
        Assert.Contains("Part of the day: ", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        page.Find("#layers-1-between").Input("08:00-20:00");
        Assert.Empty(page.FindAll(".field.wrong, [role=alert]"));
        Assert.Null(_saved);
    }

    [Fact]
    public void That_somebody_else_has_changed_it_is_told_and_theirs_can_be_loaded()
    {
        var page = Show(ScheduleForm.Of(Schedule(), Berlin));
        page.Find("form").Submit();
        page.WaitForElement("[role=alert]");
        Assert.Contains("Somebody has changed this meanwhile.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Press(page, "Load theirs, and lose my edits");
        Assert.Equal(1, _reloads);
    }

    private IRenderedComponent<ScheduleEditor> Show(ScheduleForm form) => Render<ScheduleEditor>(editor => editor
        .Add(e => e.Form, form).Add(e => e.Expected, Expect.Unchanged("\"3\""))
        .Add(e => e.OnSaved, saved => _saved = saved).Add(e => e.OnCancelled, () => { }).Add(e => e.OnOutdated, () => { _reloads++; }));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ScheduleEditor> page, string name) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == name);

    private static void Press(IRenderedComponent<ScheduleEditor> page, string name) => Button(page, name).Click();

    private static string Problem(string type, string? path) =>
        $$"""{"type":"{{type}}","title":"No","status":412,"detail":"This is wrong.","path":{{(path is null ? "null" : $"\"{path}\"")}}}""";
}
