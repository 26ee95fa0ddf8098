using Alerting.Console.Shown.Forms;
using Alerting.Console.Thresholds;
using Alerting.Thresholds;
using Bunit;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace Alerting.Console.Tests.Thresholds;

/// <summary>The form as it is rendered.</summary>
public sealed class ThresholdFieldsTests : BunitContext
{
    private readonly FormState _state = new();

    [Theory]
    [InlineData(Measure.Incidents, "window atLeast count baseline rarerThan clearBelow lateness scope-depth match-kinds")]
    [InlineData(Measure.Level, "atLeast baseline rarerThan clearBelow lateness match-kinds")]
    [InlineData(
        Measure.Surge,
        "window atLeast floor maxProbability minIncidents baseline rarerThan clearBelow lateness scope-depth match-kinds")]
    [InlineData(
        Measure.Sequence,
        "window steps-0-kinds steps-1-kinds sameActor sameTown baseline rarerThan lateness scope-depth match-kinds")]
    [InlineData(Measure.Quiet, "window atLeast minReports baseline rarerThan clearBelow")]
    public void Only_the_fields_that_apply_to_the_measure_are_shown_each_with_its_label_and_help(Measure measure, string expected)
    {
        string[] all =
        [
            "window", "atLeast", "count", "floor", "maxProbability", "minIncidents", "minReports", "steps-0-kinds", "steps-1-kinds",
            "sameActor", "sameTown", "baseline", "rarerThan", "clearBelow", "lateness", "scope-depth", "match-kinds",
        ];
        var form = new ThresholdForm();
        form.Choose(measure);
        var page = Show(form);
        Assert.Equal(expected.Split(' ').Order(), all.Where(id => page.FindAll($"#{id}").Count == 1).Order());
        foreach (var control in page.FindAll("input, select, textarea"))
        {
            var isLabelled = page.FindAll($"label[for={control.Id}]").Count == 1 || control.ParentElement!.LocalName == "label";
            Assert.True(isLabelled, $"{control.Id} has no label");
            foreach (var described in control.GetAttribute("aria-describedby")!.Split(' '))
            {
                Assert.NotEmpty(page.Find($"#{described}").TextContent);
            }
        }
    }

    [Fact]
    public void What_is_entered_reaches_the_form_and_is_told()
    {
        var form = new ThresholdForm();
        var page = Show(form);
        var edits = 0;
        _state.Edited += () => edits++;
        page.Find("#window").Input("90 min");
        page.Find("#severity").Change("3");
        page.Find("#enabled").Change(false);
        page.Find("#scope-regions").Input("IQ-AN, IQ-BG,IQ-AN");
        page.Find("#scope-regions").Change("IQ-AN, IQ-BG,IQ-AN");
        page.Find("button[aria-label='Remove IQ-BG']").Click();
        page.Find("#measure").Change("9");
        Assert.Equal(
            ("90 min", Severity.Critical, false, Measure.Sequence), (form.Window, form.Severity, form.IsEnabled, form.Measure));
        Assert.Equal(["IQ-AN"], form.Regions);
        Assert.Equal(6, edits);
    }

    [Fact]
    public void Of_many_suggestions_those_are_offered_that_fit_what_is_typed_and_are_not_chosen_yet()
    {
        var form = new ThresholdForm();
        form.Regions.Add("SE-77");
        var regions = Enumerable.Range(1, 2_000).Select(static i => new Choice<string>($"SE-{i}", $"Region {i}"));
        var many = new ThresholdChoices([.. regions], []);
        var page = Show(form, many);
        Assert.Equal(50, page.FindAll("#scope-regions-list option").Count);
        page.Find("#scope-regions").Input("region 77");
        var offered = page.FindAll("#scope-regions-list option").Select(static option => option.GetAttribute("value")).ToList();
        Assert.Equal(["SE-770", "SE-771", "SE-772", "SE-773", "SE-774", "SE-775", "SE-776", "SE-777", "SE-778", "SE-779"], offered);
        Assert.Contains("SE-77, Region 77", page.Find(".chips").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_shown_at_its_field_and_told_to_screen_readers()
    {
        _state.Faults = [new FieldFault("$.match.kinds[1]", "There is no such kind."), new FieldFault("$.atLeast", "Too low.")];
        var page = Show(new ThresholdForm());
        Assert.Equal("Too low.", page.Find("#atLeast-fault").TextContent);
        Assert.Equal("true", page.Find("#atLeast").GetAttribute("aria-invalid"));
        Assert.Contains("atLeast-fault", page.Find("#atLeast").GetAttribute("aria-describedby")!, StringComparison.Ordinal);
        Assert.Equal("There is no such kind.", page.Find("#match-kinds-fault").TextContent);
        Assert.Equal(2, page.FindAll(".field.wrong").Count);
    }

    [Fact]
    public void Whoever_may_only_look_can_change_nothing()
    {
        _state.IsReadOnly = true;
        var page = Show(ThresholdForm.Of(Views.Of(Measure.Sequence)));
        Assert.All(
            page.FindAll("input, textarea"),
            static input => Assert.True(input.HasAttribute("readonly") || input.HasAttribute("disabled")));
        Assert.All(page.FindAll("select"), static select => Assert.True(select.HasAttribute("disabled")));
        Assert.Empty(page.FindAll("button"));
        Assert.Contains("Ramadi", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_are_added_up_to_six_and_removed_down_to_two()
    {
        var form = new ThresholdForm();
        form.Choose(Measure.Sequence);
        var page = Render<CascadingValue<FormState>>(root => root.Add(value => value.Value, _state)
            .AddChildContent<StepFields>(steps => steps.Add(s => s.Form, form).Add(s => s.Choices, ThresholdChoices.None)));
        Assert.DoesNotContain(
            page.FindAll("button"), static button => button.TextContent.StartsWith("Remove step", StringComparison.Ordinal));
        for (var i = Threshold.MinSteps; i < Threshold.MaxSteps; i++)
        {
            page.FindAll("button").Single(static button => button.TextContent == "Add a step").Click();
        }

        Assert.Equal(Threshold.MaxSteps, form.Steps.Count);
        Assert.DoesNotContain(page.FindAll("button"), static button => button.TextContent == "Add a step");
        page.FindAll("button").First(static button => button.TextContent == "Remove step 1").Click();
        Assert.Equal(Threshold.MaxSteps - 1, form.Steps.Count);
    }

    private IRenderedComponent<CascadingValue<FormState>> Show(ThresholdForm form, ThresholdChoices? choices = null) =>
        Render<CascadingValue<FormState>>(root => root.Add(value => value.Value, _state).AddChildContent<ThresholdFields>(
            fields => fields.Add(f => f.Form, form).Add(f => f.Choices, choices ?? ThresholdChoices.None).Add(f => f.IsNew, true)));
}
