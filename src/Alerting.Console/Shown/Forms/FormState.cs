namespace Alerting.Console.Shown.Forms;

/// <summary>What all fields of a form share: whether they may be edited, and what is wrong with them.</summary>
public sealed class FormState
{
    /// <summary>What is said of the fields that are on the page, by the components that show them.</summary>
    private readonly Dictionary<object, FieldText> _shown = [];

    /// <summary>A field was edited.</summary>
    public event Action? Edited;

    /// <summary>Whether one may look only.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>What is wrong with fields.</summary>
    public IReadOnlyList<FieldFault> Faults { get; set; } = [];

    /// <summary>Why the form was not taken; null where it was, or was not sent yet.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What is wrong with a field; null where it is sound.</summary>
    public string? FaultAt(string path) => Faults.FirstOrDefault(fault => fault.Concerns(path))?.Message;

    /// <summary>The form was not taken: says why, at the field concerned where there is one on the page.</summary>
    public void Refuse(FormFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Faults = fault.AtField is { } at ? [at] : [];
        var field = Faults.Count == 0 ? null : _shown.Values.FirstOrDefault(text => Faults[0].Concerns(text.Path));
        var isNamed = field is null || fault.Detail.Contains($"'{field.Label}'", StringComparison.Ordinal);
        Refusal = isNamed ? fault.Detail : field!.Label + Spoken.Language.Colon + fault.Detail;
    }

    /// <summary>The form was not sent, since fields of it are missing or cannot be read.</summary>
    public void Refuse(IReadOnlyList<FieldFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        Faults = faults;
        Refusal = Spoken.Count(
            faults.Count, "A field is missing or cannot be read.", "{0} fields are missing or cannot be read.");
    }

    /// <summary>Nothing is said to be wrong any more.</summary>
    public void Clear() => (Faults, Refusal) = ([], null);

    /// <summary>To be called by a field when it was edited: what was said when the form was sent is no longer of what is there.</summary>
    public void Tell()
    {
        Refusal = null;
        Edited?.Invoke();
    }

    /// <summary>A field is on the page.</summary>
    internal void Show(object component, FieldText text) => _shown[component] = text;

    /// <summary>A field is not on the page any more.</summary>
    internal void Hide(object component) => _shown.Remove(component);
}
