using Alerting.Console.Shown.Forms;
using Bunit;
using Xunit;

namespace Alerting.Console.Tests.Shown.Forms;

/// <summary>What a form says when it was not taken.</summary>
public sealed class FormStateTests : BunitContext
{
    private static readonly FieldText s_url = new("$.channel.url", "Address", "Where messages go.");
    private static readonly FieldText s_changes = new("$.changes", "What is told");

    private readonly FormState _state = new();

    [Fact]
    public void A_refusal_is_said_at_its_field_and_by_its_name_beside_the_button()
    {
        var (field, refusal) = Show();
        _state.Refuse(new FormFault("it is private", "$.channel.url"));
        field.Render();
        refusal.Render();
        Assert.Equal("it is private", field.Find("#channel-url-fault").TextContent);
        Assert.Equal("true", field.Find("#channel-url").GetAttribute("aria-invalid"));
        Assert.Equal("channel-url-help channel-url-fault", field.Find("#channel-url").GetAttribute("aria-describedby"));
        Assert.Equal("Not saved. Address: it is private", refusal.Find("[role=alert]").TextContent);
    }

    [Theory]
    [InlineData("$.owner")]
    [InlineData("$")]
    [InlineData(null)]
    public void What_no_field_on_the_page_is_concerned_by_is_said_all_the_same(string? path)
    {
        var (field, refusal) = Show();
        _state.Refuse(new FormFault("there is no such key", path));
        field.Render();
        refusal.Render();
        Assert.Equal("Not saved. there is no such key", refusal.Find("[role=alert]").TextContent);
        Assert.Empty(field.FindAll(".wrong"));
    }

    [Fact]
    public void A_field_that_left_the_page_is_not_named()
    {
        var page = Render<FormField>(field => field.AddCascadingValue(_state).Add(f => f.Text, s_url)
            .Add(f => f.ChildContent, static _ => _ => { }));
        _state.Refuse(new FormFault("wrong", "$.channel.url"));
        Assert.Equal("Address: wrong", _state.Refusal);
        page.Instance.Dispose();
        _state.Refuse(new FormFault("wrong", "$.channel.url"));
        Assert.Equal("wrong", _state.Refusal);
    }

    [Fact]
    public void A_name_is_not_said_twice()
    {
        Show();
        _state.Refuse(new FormFault("'Address' must be public", "$.channel.url"));
        Assert.Equal("'Address' must be public", _state.Refusal);
    }

    [Fact]
    public void Once_something_is_edited_it_is_no_longer_said_that_it_was_not_taken()
    {
        var (field, refusal) = Show();
        _state.Refuse(new FormFault("it is private", "$.channel.url"));
        field.Render();
        refusal.Render();
        field.Find("#channel-url").Input("https://example.org");
        Assert.Null(_state.Refusal);
        Assert.Equal("it is private", field.Find("#channel-url-fault").TextContent);
        _state.Clear();
        Assert.Empty(_state.Faults);
    }

    [Fact]
    public void Several_of_some_values_are_chosen_and_named_as_a_group()
    {
        var chosen = new HashSet<int> { 1 };
        var page = Render<SetField<int>>(field => field.AddCascadingValue(_state).Add(f => f.Text, s_changes)
            .Add(f => f.Choices, [new(1, "one"), new(2, "two")]).Add(f => f.Chosen, chosen));
        page.FindAll("input")[1].Change(true);
        page.FindAll("input")[0].Change(false);
        Assert.Equal([2], chosen);
        var group = page.Find("[role=group]");
        Assert.Equal("What is told", page.Find($"#{group.GetAttribute("aria-labelledby")}").TextContent);
        Assert.False(group.HasAttribute("aria-describedby"));
        Assert.All(page.FindAll("input"), static box => Assert.Equal("label", box.ParentElement!.LocalName));
        _state.Faults = [new FieldFault("$.changes[0]", "there is none")];
        page.Render();
        Assert.Equal("changes-fault", page.Find("[role=group]").GetAttribute("aria-describedby"));
    }

    private (IRenderedComponent<TextField> Field, IRenderedComponent<FormRefusal> Refusal) Show() =>
    (
        Render<TextField>(field => field.AddCascadingValue(_state).Add(f => f.Text, s_url).Add(f => f.Value, "")),
        Render<FormRefusal>(refusal => refusal.Add(r => r.Form, _state))
    );
}
